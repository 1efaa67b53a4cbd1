/** How the server says no: RFC 9457 problem details, as an Error that can be thrown and shown. */

export interface FieldError {
  field: string;
  /** In English, its words filled in. */
  reason: string;
  /** The reason before that: it is known by this in other languages. */
  form?: string;
  data?: Record<string, string | number>;
}

export interface ProblemBody {
  title: string;
  status: number;
  code: string;
  field?: string | null;
  detail?: string | null;
  data?: Record<string, string | number>;
  errors?: FieldError[];
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly data: Record<string, unknown>;
  readonly errors: FieldError[];

  constructor(body: ProblemBody) {
    super(body.title);
    this.name = "Problem";
    this.status = body.status;
    this.code = body.code;
    this.field = body.field ?? null;
    this.data = body.data ?? {};
    this.errors = body.errors ?? [];
  }

  /** The reason for one field, by its name or the end of its path ("weekly.0.from"). */
  reasonFor(name: string): string | null {
    if (this.field === name) return this.message;
    const hit = this.errors.find(
      (error) => error.field === name || error.field.endsWith(`.${name}`),
    );
    return hit?.reason ?? null;
  }

  /** A field problem is shown at its field; everything else is shown as a message. */
  get atField(): boolean {
    return this.field !== null || this.errors.length > 0;
  }
}

/** No answer at all: the network or the server is away. Nothing is known about what happened. */
export class Unreachable extends Error {
  constructor() {
    super("unreachable");
    this.name = "Unreachable";
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const fallback = {
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    code: `http.${response.status}`,
  };
  try {
    const body = (await response.json()) as Partial<ProblemBody>;
    return new Problem({ ...fallback, ...body });
  } catch {
    return new Problem(fallback);
  }
}
