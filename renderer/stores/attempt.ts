type SetFault = (change: { readonly fault: string | null }) => void;

/** Does what the reader asked for and answers with what came of it; when that fails, says so in `fault` and answers `null`. */
export async function attempt<T>(set: SetFault, act: () => Promise<T>): Promise<T | null> {
  try {
    const answer = await act();
    set({ fault: null });
    return answer;
  } catch (error) {
    set({ fault: error instanceof Error ? error.message : String(error) });
    return null;
  }
}
