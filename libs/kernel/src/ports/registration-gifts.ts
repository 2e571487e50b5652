/** What a new account is given; billing does it for whoever makes accounts. */
export abstract class RegistrationGifts {
  /**
   * Credits the new user and the one who invited him and counts the invitation. Call it once, in the transaction that makes
   * the account. `inviterId` 0 = nobody; an inviter who is gone or disabled gets nothing and gives nothing.
   */
  abstract welcome(arrival: { userId: number; inviterId: number }): Promise<void>;
}
