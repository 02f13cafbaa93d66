import type { Notice } from '../requests/form.ts';
import type { Request } from '../requests/request.ts';
import { inLine, MAX_NAME } from './typed-text.ts';

/** Why a form comes back although nothing in it is wrong. */
export const FORM_NOTICES: Readonly<Record<Notice, string>> = {
  forgotten:
    'The bot no longer knew this form, so nothing was requested just now. If you had submitted it before, type requests to see what came of it; otherwise check the values and submit it again.',
};

export const tooFewApprovers = ({
  needed,
  available,
}: {
  readonly needed: number;
  readonly available: number;
}): string => {
  const [wanted, them] =
    needed === 1 ? ['one approval is', 'it'] : [`${needed} approvals are`, 'them'];
  const able =
    available === 0 ? 'nobody' : available === 1 ? 'only one person' : `only ${available} people`;
  return `Nothing was requested: ${wanted} needed here, and ${able} could give ${them}. Ask whoever runs this bot to name more approvers, or use a team with other owners.`;
};

/** For a `TextRun` only: it holds a name. */
export const organizationOpen = ({ number, requestedBy }: Request): string =>
  `Nothing was requested: Intune allows one connector for each Exchange organization, and request #${number} by ${inLine(requestedBy.name, MAX_NAME)} for this one is still open. Wait for its end, or change the organization.`;
