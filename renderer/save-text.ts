/** Lets the reader keep something as a file. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Lets the reader keep a text as a file. */
export function saveText(name: string, text: string): void {
  saveBlob(name, new Blob([text], { type: "text/plain" }));
}
