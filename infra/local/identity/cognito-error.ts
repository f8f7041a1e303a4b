/** A refusal in Cognito's own words: `type` is the exact exception name the SDK throws. */
export class CognitoError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = "CognitoError";
    this.type = type;
  }
}

export const notAuthorized = (message = "Incorrect username or password."): CognitoError =>
  new CognitoError("NotAuthorizedException", message);

export const invalidParameter = (message: string): CognitoError =>
  new CognitoError("InvalidParameterException", message);

export const userNotFound = (): CognitoError =>
  new CognitoError("UserNotFoundException", "User does not exist.");

export const attemptsExceeded = (): CognitoError => notAuthorized("Password attempts exceeded");
