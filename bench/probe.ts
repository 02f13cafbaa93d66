import { createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
// A new context has what was exposed.
const collect = runInNewContext('gc');

/**
 * Loaded before a measured program: tells whoever asks what the process has used so far, and
 * collects its garbage first when that is asked for. It holds nothing open, so that the program ends
 * as it would without.
 */
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (question) => {
    if (`${question}` === 'collect') collect();
    socket.end(JSON.stringify({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
  });
});
server.listen(Number(process.env.BENCH_PROBE_PORT), '127.0.0.1').unref();
