import { type ReactNode, useId } from "react";

/** A titled region of a view. `beside` stands at the end of the title's line. */
export function Card(props: {
  readonly title: string;
  readonly className?: string;
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={`card ${props.className ?? ""}`} aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{props.title}</h2>
        {props.beside}
      </div>
      {props.children}
    </section>
  );
}
