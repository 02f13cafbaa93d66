import { EVERYONE, personByMri, personByObjectId } from './directory.ts';
import { asRecord, asText, type Call, type Reply, type Route } from './http.ts';
import type { Sessions } from './sessions.ts';

const page = (content: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in</title>
<style>body { font: 16px sans-serif; max-width: 24rem; margin: 4rem auto } output { font-size: 2rem }</style>
</head>
<body>${content}</body>
</html>`;

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The id of the person whom the link was made for. */
export function userOfState(state: string): string | undefined {
  try {
    const text = Buffer.from(state, 'base64').toString('utf8');
    const { conversation } = asRecord(JSON.parse(text));
    return asText(asRecord(asRecord(conversation).user).id) || undefined;
  } catch {
    return undefined; // not a state that the bot's library made
  }
}

function form(userId: string, state: string): string {
  const options = EVERYONE.map(({ mri, name, aadObjectId }) => {
    const selected = mri === userId ? ' selected' : '';
    return `<option value="${aadObjectId}"${selected}>${escapeHtml(name)}</option>`;
  });
  return `<h1>Sandbox sign-in</h1>
<form method="post" action="/sign-in">
<input type="hidden" name="state" value="${escapeHtml(state)}">
<label>Account <select name="person">${options.join('')}</select></label>
<button type="submit">Sign in</button>
</form>`;
}

/** Signs a person in and shows six digits, which prove in the chat that it was them. */
export function signInPage(sessions: Sessions): readonly Route[] {
  const refuse: Reply = { status: 400, body: page('<h1>This link is not valid.</h1>') };

  function show({ query }: Call): Reply {
    const state = query.state ?? '';
    const userId = userOfState(state);
    return userId === undefined ? refuse : { status: 200, body: page(form(userId, state)) };
  }

  function signIn({ body }: Call): Reply {
    const { state, person: id } = asRecord(body);
    const userId = userOfState(asText(state));
    if (userId === undefined) return refuse;
    const person = asText(id) === '' ? personByMri(userId) : personByObjectId(asText(id));
    if (!person) return refuse;
    const code = sessions.code(userId, person);
    const text = `<h1>Signed in as ${escapeHtml(person.name)}</h1><p>Type this code in the chat:</p><output>${code}</output>`;
    return { status: 200, body: page(text) };
  }

  return [
    { method: 'GET', path: '/sign-in', handle: show },
    { method: 'POST', path: '/sign-in', handle: signIn },
  ];
}
