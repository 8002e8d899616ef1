import { type ReactNode, useState } from "react";

/** What is unfolded on demand; it is drawn, and drawn anew, only while it is open. */
export function Disclosure(props: {
  readonly title: string;
  readonly className?: string;
  readonly children: () => ReactNode;
}) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={props.className} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{props.title}</summary>
      {isOpen && props.children()}
    </details>
  );
}
