const ADDRESS = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+$/;
const LONGEST_LIST = 512;

/** The addresses of a list with `;` between them; undefined when one of them is none, or there are none. */
export function mailAddresses(list: string): string[] | undefined {
  const addresses = list
    .split(';')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  if (addresses.length === 0 || addresses.join(';').length > LONGEST_LIST) return undefined;
  return addresses.every((address) => ADDRESS.test(address)) ? addresses : undefined;
}
