/**
 * Flags of V8 for processes that run all day and do little: the space for new objects stays as small as it begins, and code
 * is kept small rather than fast. Both are read whenever the heap grows, so they may be set while a process runs.
 */
export const SMALL_HEAP = ["--optimize-for-size", "--semi-space-growth-factor=1"] as const;
