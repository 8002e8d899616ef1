import { type ReactNode, useEffect, useRef } from "react";

/** A dialog that is open as long as it is there. Escape, and whatever closes it, calls `close`. */
export function Modal(props: { readonly label: string; readonly close: () => void; readonly children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="dialog dialog-wide" aria-label={props.label} onClose={props.close}>
      {props.children}
    </dialog>
  );
}
