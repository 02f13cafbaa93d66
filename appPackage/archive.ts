import { zipSync } from 'fflate';

/** A zip holds local times without a zone; a fixed one makes the same package the same bytes everywhere. */
const MTIME = new Date(1980, 0, 1);

/** Zips files, given by name, at the root of the archive. Same files, same bytes. */
export const zip = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  zipSync({ ...files }, { level: 9, mtime: MTIME });
