/** Rank of an account; a higher number may do everything a lower one may. Values are part of the API. */
export enum Role {
  Guest = 0,
  Common = 1,
  Admin = 10,
  Root = 100,
}
