// Single hellos: Go's own, and those that leave something out of it or add to it, so that what passes and what does not
// tells what a box objects to. Nothing is said after the answer.
import type { Cell, CellId } from "../../../shared/domain/diagnosis.ts";
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import type { FirstAnswer, HelloOutcome } from "../hello/first-answer.ts";
import { schemesOf } from "../hello/hello-extensions.ts";
import type { HelloTemplate } from "../hello/hello-template.ts";
import { goHello, type HelloVariant } from "../hello/hello-variants.ts";
import { sayHello } from "../hello/say-hello.ts";
import { hostOf } from "../probe/route.ts";
import { cellOver, type Target } from "./journeys.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Bytes of the padded hello. More than any segment of Ethernet carries (1,460) and than any Go says today (1,542 with a
 * long name), less than two segments.
 */
const LARGE_BYTES = 1_800;

/**
 * Between the two halves of a split hello. Longer than any box or server takes to read what has come, so that each half
 * is read by itself; far below the second or more that the second half may be late after a lost packet.
 */
const SPLIT_GAP_MS: Millis = 100;

/** How a hello differs from Go's own. */
interface Shape {
  readonly variant: HelloVariant;
  readonly padTo?: number;
  readonly isSplit?: true;
  readonly isNameless?: true;
}

const SHAPES = {
  // TLS 1.3 alone and nothing new in it: only its size can be objected to.
  "tls13-large": { variant: "tls13-only", padTo: LARGE_BYTES },
  "go-hello": { variant: "go" },
  "go-hello-small": { variant: "small" },
  "go-hello-no-mlkem": { variant: "no-post-quantum" },
  "go-hello-no-new-schemes": { variant: "no-new-schemes" },
  "go-hello-split": { variant: "go", isSplit: true },
  // The small one, which most boxes let through: if it passes and the same with the name does not, it is the name.
  "control-name": { variant: "small", isNameless: true },
} as const satisfies Partial<Record<CellId, Shape>>;

/** Cells that are single hellos. */
export type HelloCellId = keyof typeof SHAPES;

/** Whether the cell is a single hello. */
export function isHelloCell(id: CellId): id is HelloCellId {
  return id in SHAPES;
}

function bytesFor(id: HelloCellId, template: HelloTemplate, host: string): Buffer {
  const { variant, padTo, isNameless }: Shape = SHAPES[id];
  return goHello(template, { serverName: isNameless === true ? null : host, variant, padTo });
}

/** Schemes of ML-DSA, which Go offers since 1.27. */
const ML_DSA: ReadonlySet<number> = new Set([0x0904, 0x0905, 0x0906]);

/** Whether Go's own hello has what this cell leaves out; older releases have not. */
export function leavesSomethingOut(id: HelloCellId, template: HelloTemplate): boolean {
  if (id === "go-hello-no-new-schemes") return schemesOf(template.hello).some((scheme) => ML_DSA.has(scheme));
  return bytesFor(id, template, "host").length !== bytesFor("go-hello", template, "host").length;
}

/** A server that could do TLS 1.3 was asked for less: somebody changed our hello, and Go ends the handshake. */
function downgradeIn(answer: FirstAnswer | null): Failure | undefined {
  if (answer?.kind !== "server-hello" || !answer.downgraded) return undefined;
  return { stage: "handshake", kind: "downgraded", raw: `version 0x${answer.version.toString(16).padStart(4, "0")}` };
}

function cellOf({ answer, answerMs, failure, helloBytes }: HelloOutcome, limitMs: Millis): Partial<Cell> {
  const found = failure ?? downgradeIn(answer);
  return {
    helloBytes,
    ...(answer === null ? {} : { answer }),
    ...(answerMs === null ? {} : { answerMs }),
    ...(found === undefined ? {} : { failure: found }),
    ...(found?.kind === "silent" ? { waitedMs: limitMs } : {}),
  };
}

/** Says the hello of this cell to the target. */
export function helloCell(id: HelloCellId, around: Surroundings, target: Target): Promise<Cell> {
  const limitMs = around.answerLimitMs;
  const bytes = bytesFor(id, around.hello.template, hostOf(target.url));
  const shape: Shape = SHAPES[id];
  const split = shape.isSplit === true ? { at: Math.floor(bytes.length / 2), gapMs: SPLIT_GAP_MS } : undefined;
  return cellOver(id, around, target, async (socket, _progress, connectMs) => {
    const { signal } = target;
    return cellOf(await sayHello({ socket, bytes, split, limitMs, signal, connectMs }), limitMs);
  });
}
