import { AwsRefusal, type Caller, type Guard } from "./aws-service.ts";
import type { Denial, Grant, Permissions } from "./iam.ts";

/** Asks the role, remembers every refusal. */
export class AccessLog {
  readonly denials: Denial[] = [];
  readonly #permissions: Permissions;
  readonly #account: string;

  constructor(permissions: Permissions, account: string) {
    this.#permissions = permissions;
    this.#account = account;
  }

  /** What the roles may do, and what of it was ever done. */
  get grants(): readonly Grant[] {
    return this.#permissions.grants;
  }

  permits(caller: Caller, action: string, resource: string): boolean {
    const allowed = this.#permissions.allows({ role: caller.role, action, resource });
    if (!allowed) {
      this.denials.push({ function: caller.name, action, resource, at: new Date().toISOString() });
    }
    return allowed;
  }

  /** AWS's own words, which name the function, the action and the resource. */
  readonly guard: Guard = (caller, action, resource) => {
    if (!this.permits(caller, action, resource)) {
      throw new AwsRefusal(
        "AccessDeniedException",
        `User: arn:aws:sts::${this.#account}:assumed-role/${caller.role}/${caller.name} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      );
    }
  };
}
