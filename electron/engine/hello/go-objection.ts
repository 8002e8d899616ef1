// What Go would object to in an answer that looks like one: the checks of crypto/tls before it goes on with a handshake.
// Pure.
import type { Failure, FailureKind } from "../../../shared/domain/failure.ts";
import type { ClientHello } from "./client-hello.ts";
import type { FirstAnswer } from "./first-answer.ts";
import { groupsOf, keySharesOf, versionsOf } from "./hello-extensions.ts";

const TLS12 = 0x0303;
const TLS13 = 0x0304;

function hex(number: number | null): string {
  return number === null ? "none" : number.toString(16).padStart(4, "0");
}

function objection(kind: FailureKind, raw: string): Failure {
  return { stage: "handshake", kind, raw };
}

function toServerHello(answer: Extract<FirstAnswer, { kind: "server-hello" }>, hello: ClientHello): Failure | null {
  const { version, cipher, group, downgraded } = answer;
  const versions = versionsOf(hello);
  if (!versions.includes(version)) return objection("protocol-version", `ServerHello of version ${hex(version)}`);
  if (downgraded && version <= TLS12 && versions.includes(TLS13)) {
    return objection("downgraded", `ServerHello of version ${hex(version)} with the mark of a downgrade`);
  }
  if (!hello.ciphers.includes(cipher)) return objection("corrupt", `ServerHello with cipher suite ${hex(cipher)}`);
  if (version < TLS13 || keySharesOf(hello).some((share) => share.group === group)) return null;
  return objection("corrupt", `ServerHello with group ${hex(group)}`);
}

function toRetryRequest(group: number | null, hello: ClientHello): Failure | null {
  // A cookie alone is a reason to ask again.
  if (group === null) return null;
  const isNew = groupsOf(hello).includes(group) && keySharesOf(hello).every((share) => share.group !== group);
  return isNew ? null : objection("corrupt", `HelloRetryRequest with group ${hex(group)}`);
}

/** Why Go would break off after this answer to this hello; `null` when it would go on, or the answer is a failure anyway. */
export function objectionTo(answer: FirstAnswer, hello: ClientHello): Failure | null {
  if (answer.kind === "server-hello") return toServerHello(answer, hello);
  return answer.kind === "retry-request" ? toRetryRequest(answer.group, hello) : null;
}
