// Chains and the behaviour of their entries, made by a seed.
import fc from "fast-check";
import type { Outcome, RequestKind } from "../../../shared/domain/chain-walk.ts";

/** How a slot of the stage behaves, request by request. */
export type Behaviours = Readonly<Record<RequestKind, Outcome>>;

/** What an item of a GOPROXY value is before the stage's addresses are put in. */
export type Item =
  | { readonly kind: "slot"; readonly form: "https" | "http" | "implied" | "slash" | "secret"; readonly slot: number }
  | { readonly kind: "insecure-secret"; readonly slot: number }
  | { readonly kind: "refused" | "folder" | "no-folder" }
  | { readonly kind: "word"; readonly text: string };

/** A generated case. */
export interface Plan {
  readonly items: readonly { readonly item: Item; readonly separator: "," | "|"; readonly blank: string }[];
  readonly slots: readonly Behaviours[];
  /** What is behind `direct`. */
  readonly direct: "absent" | "git";
  /** Whether GONOPROXY is empty, matches the module, or is about others. */
  readonly noproxy: "empty" | "matches" | "others";
}

const STATUSES = [201, 204, 401, 403, 418, 429, 500, 502, 503] as const;

const OUTCOME: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Outcome>({ kind: "ok" }) },
  { weight: 3, arbitrary: fc.constantFrom(404, 410).map((status): Outcome => ({ kind: "not-found", status })) },
  { weight: 2, arbitrary: fc.constantFrom(...STATUSES).map((status): Outcome => ({ kind: "status", status })) },
  { weight: 2, arbitrary: fc.constantFrom("reset", "bad-content", "truncated").map((kind): Outcome => ({ kind })) },
);

const BEHAVIOURS: fc.Arbitrary<Behaviours> = fc.oneof(
  OUTCOME.map((outcome) => ({ info: outcome, mod: outcome, zip: outcome })),
  fc.record({ info: OUTCOME, mod: OUTCOME, zip: OUTCOME }),
  fc.record({ info: fc.constant<Outcome>({ kind: "ok" }), mod: OUTCOME, zip: OUTCOME }),
);

const SLOT = fc.integer({ min: 0, max: 2 });
const WORDS = ["direct", "off", ""];
const FAULTY = [
  "Direct",
  "noproxy",
  "goproxy",
  "ftp://127.0.0.1/x",
  "https://127.0.0.1:80;direct",
  "/abs",
  "file://host/x",
];

const ITEM: fc.Arbitrary<Item> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant("slot" as const),
      form: fc.constantFrom("https" as const, "https" as const, "http" as const, "implied" as const, "slash" as const),
      slot: SLOT,
    }),
  },
  { weight: 1, arbitrary: SLOT.map((slot): Item => ({ kind: "slot", form: "secret", slot })) },
  { weight: 1, arbitrary: SLOT.map((slot): Item => ({ kind: "insecure-secret", slot })) },
  { weight: 3, arbitrary: fc.constantFrom("refused", "folder", "no-folder").map((kind): Item => ({ kind })) },
  { weight: 5, arbitrary: fc.constantFrom(...WORDS).map((text): Item => ({ kind: "word", text })) },
  { weight: 1, arbitrary: fc.constantFrom(...FAULTY).map((text): Item => ({ kind: "word", text })) },
);

const PLAN: fc.Arbitrary<Plan> = fc.record({
  items: fc.array(
    fc.record({
      item: ITEM,
      separator: fc.constantFrom("," as const, "|" as const),
      blank: fc.constantFrom("", "", "", " ", "\t", "\u00a0"),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  slots: fc.array(BEHAVIOURS, { minLength: 3, maxLength: 3 }),
  direct: fc.constantFrom("absent" as const, "absent" as const, "git" as const),
  noproxy: fc.constantFrom("empty" as const, "empty" as const, "empty" as const, "matches" as const, "others" as const),
});

/** `count` cases made by `seed`; the same seed makes the same cases. */
export function makePlans(seed: number, count: number): readonly Plan[] {
  return fc.sample(PLAN, { seed, numRuns: count });
}

/** Where to find the stage's parts. */
export interface Places {
  readonly https: string;
  readonly http: string;
  readonly refused: string;
  /** A folder that serves modules, and one that does not exist. */
  readonly folder: string;
  readonly noFolder: string;
}

function write(item: Item, name: string, places: Places): string {
  switch (item.kind) {
    case "word":
      return item.text;
    case "refused":
      return `${places.refused}/${name}`;
    case "folder":
      return `file://${places.folder}`;
    case "no-folder":
      return `file://${places.noFolder}`;
    case "insecure-secret":
      return `${places.http.replace("//", "//me:secret@")}/${name}/${item.slot}`;
    default:
      return writeSlot(item.form, `/${name}/${item.slot}`, places);
  }
}

function writeSlot(form: string, path: string, places: Places): string {
  if (form === "http") return `${places.http}${path}`;
  if (form === "implied") return `${places.https.replace("https://", "")}${path}`;
  if (form === "secret") return `${places.https.replace("//", "//me:secret@")}${path}`;
  return `${places.https}${path}${form === "slash" ? "/" : ""}`;
}

/** A case with addresses: the GOPROXY value, and what each text in it stands for. */
export interface Written {
  readonly value: string;
  readonly items: ReadonlyMap<string, Item>;
}

/** Puts the stage's addresses into a case that is called `name`. */
export function writePlan(plan: Plan, name: string, places: Places): Written {
  const items = new Map<string, Item>();
  const last = plan.items.length - 1;
  const parts = plan.items.map(({ item, separator, blank }, index) => {
    const text = write(item, name, places);
    items.set(text, item);
    return `${blank}${text}${blank}${index === last ? "" : separator}`;
  });
  // An empty variable counts as unset: Go would look elsewhere for a value.
  return { value: parts.join("") || ",", items };
}
