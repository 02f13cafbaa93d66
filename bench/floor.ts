import { serveBot, type Variables } from './bare-bot.ts';

// What is asked of it is all there; undefined values are for variables that nobody reads.
serveBot(process.env as Variables, async (context) => {
  const isInvoke = context.activity.type === 'invoke';
  await context.sendActivity(
    isInvoke
      ? { type: 'invokeResponse', value: { status: 200, body: { answer: 'echo' } } }
      : `You said: ${context.activity.text}`,
  );
});
