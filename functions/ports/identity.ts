/** Patients and staff have a pool each: MFA and password rules are per pool. */
export type PoolName = "patients" | "staff";

export type ChallengeName = "SOFTWARE_TOKEN_MFA" | "NEW_PASSWORD_REQUIRED" | "MFA_SETUP";

/** Where a sign-in stands: whose it is, verified; or what is still missing. */
export type SignInStep =
  | { readonly kind: "verified"; readonly sub: string }
  | {
      readonly kind: "challenge";
      readonly name: ChallengeName;
      readonly session: string;
      /** For MFA_SETUP: what goes into an authenticator app. */
      readonly secret?: string | undefined;
    };

export interface ChallengeReply {
  readonly name: ChallengeName;
  readonly session: string;
  readonly code?: string | undefined;
  readonly newPassword?: string | undefined;
}

/** Who somebody is, proved by password and second factor. Tokens never leave it: it answers whose they are. */
export interface Identity {
  /** Rejects with Problem `session.refused`, the same for a wrong password and for nobody of that name. */
  signIn(pool: PoolName, given: { username: string; password: string }): Promise<SignInStep>;
  /**
   * Rejects with Problem `session.challenge-refused`, or `request.invalid` where the new password is too weak.
   * @param username the user's own name in the pool (its `sub`): an alias is not enough here
   */
  answer(pool: PoolName, username: string, reply: ChallengeReply): Promise<SignInStep>;
}
