// A refusal: what went wrong as a sentence, and what to do next.

export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly nextStep: string | null;
  readonly field: string | null;
  readonly retryAfter: number | null;

  constructor(
    code: string,
    detail: string,
    more: { status?: number; nextStep?: string | null; field?: string | null; retryAfter?: number | null } = {},
  ) {
    super(detail);
    this.name = "Refusal";
    this.code = code;
    this.status = more.status ?? 0;
    this.nextStep = more.nextStep ?? null;
    this.field = more.field ?? null;
    this.retryAfter = more.retryAfter ?? null;
  }

  /** Of an acknowledgement or an event: {code, detail, next_step}. */
  static told(error: { code: string; detail: string; next_step?: string | null }): Refusal {
    return new Refusal(error.code, error.detail, { nextStep: error.next_step ?? null });
  }

  /** Whatever was thrown, as something that can be shown. */
  static of(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    return new Refusal("page", error instanceof Error ? error.message : String(error));
  }
}
