interface More {
  /** Refused by the request's own form, before any item was looked at. */
  beforehand?: boolean;
  details?: Record<string, unknown>;
}

/** What DynamoDB refuses, by the short name of its type. */
export class DynamoRefusal extends Error {
  override name = "DynamoRefusal";
  readonly type: string;
  readonly beforehand: boolean;
  readonly details: Record<string, unknown>;

  constructor(type: string, message: string, { beforehand = true, details = {} }: More = {}) {
    super(message);
    this.type = type;
    this.beforehand = beforehand;
    this.details = details;
  }
}

export const isOfType = (error: unknown, type: string): error is DynamoRefusal =>
  error instanceof DynamoRefusal && error.type === type;

export const invalid = (message: string): DynamoRefusal =>
  new DynamoRefusal("ValidationException", message);
