import { RadioGroup } from "radix-ui";

/** One choice of a few, side by side. */
export function Segments<Name extends string>(props: {
  readonly label: string;
  readonly value: Name;
  readonly options: readonly { readonly name: Name; readonly label: string }[];
  readonly choose: (name: Name) => void;
}) {
  const choose = (value: string): void => {
    const option = props.options.find(({ name }) => name === value);
    if (option !== undefined) props.choose(option.name);
  };
  return (
    <RadioGroup.Root
      className="segments"
      aria-label={props.label}
      value={props.value}
      onValueChange={choose}
      orientation="horizontal"
    >
      {props.options.map(({ name, label }) => (
        <RadioGroup.Item key={name} value={name} className="segment">
          {label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
