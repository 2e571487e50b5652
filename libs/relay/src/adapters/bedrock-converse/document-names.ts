const FORBIDDEN = /[^a-zA-Z0-9\s\-()[\]]/g;
const LONGEST = 200;

/**
 * Documents must have names of few characters here, and no two the same. The same conversation names them the same way again,
 * so that what is cached of it still fits.
 */
export class DocumentNames {
  private readonly taken = new Set<string>();

  take(title: string | undefined): string {
    const clean = (title ?? '').replace(FORBIDDEN, '-').replace(/\s+/g, ' ').trim().slice(0, LONGEST);
    const base = clean === '' ? 'Document' : clean;
    let name = base;
    for (let count = 2; this.taken.has(name); count++) name = `${base} (${count})`;
    this.taken.add(name);
    return name;
  }
}
