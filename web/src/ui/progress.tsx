// Progress: how far something is, from 0 to 1; without a value, that it goes on.
interface Props {
  value?: number | undefined;
  label: string;
}

export function Progress({ value, label }: Props) {
  const share = value === undefined ? {} : { value: Math.min(Math.max(value, 0), 1) };
  return <progress class="progress" max={1} aria-label={label} {...share} />;
}
