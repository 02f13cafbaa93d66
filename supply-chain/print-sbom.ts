/** The command `npm run sbom`: prints the SBOM of the production tree; takes the options of `npm sbom`. */
import { sbom } from './sbom.ts';

process.stdout.write(await sbom(process.argv.slice(2)));
