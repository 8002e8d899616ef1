import { Switch } from "radix-ui";
import { useId } from "react";

/** A named on/off switch with a line that says what it does. */
export function Toggle(props: {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly change: (on: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="toggle">
      <Switch.Root
        id={id}
        className="switch"
        checked={props.on}
        onCheckedChange={props.change}
        aria-describedby={`${id}-hint`}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
      <div>
        <label htmlFor={id}>{props.label}</label>
        <p id={`${id}-hint`} className="hint">
          {props.hint}
        </p>
      </div>
    </div>
  );
}
