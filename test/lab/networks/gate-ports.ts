/** Ports of programs/gate.ts that the rules of the router may lead to. */
export const GATE = { portal: 9_080, cache: 9_081 } as const;
