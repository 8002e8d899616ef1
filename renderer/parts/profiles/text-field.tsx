import { useId } from "react";
import { useArea } from "../../window-store.ts";
import { FieldProblems } from "./field-problems.tsx";

/** A named line of text. `at` says which part of the profile it is, so that what is wrong with it stands beside it. */
export function TextField(props: {
  readonly at: string;
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly hint?: string;
  /** What is wrong with the value as it stands; `null` when nothing is known to be. */
  readonly complaint?: string | null;
  readonly code?: boolean;
}) {
  const id = useId();
  const { complaint = null } = props;
  const isProblem = useArea("profiles", (state) => state.problems.some(({ at }) => at === props.at));
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        type="text"
        className={props.code === true ? "code" : undefined}
        value={props.value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isProblem || complaint !== null}
        aria-describedby={`${id}-more`}
        onChange={(event) => props.change(event.target.value)}
      />
      <div id={`${id}-more`}>
        {props.hint !== undefined && <p className="hint">{props.hint}</p>}
        {complaint !== null && <p className="hint hint-bad">{complaint}</p>}
        <FieldProblems at={props.at} />
      </div>
    </div>
  );
}
