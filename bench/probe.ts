import { createServer } from 'node:net';

/**
 * Loaded before a measured program: tells whoever connects what the process has used so far.
 * It holds nothing open, so that the program ends as it would without.
 */
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.end(JSON.stringify({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
});
server.listen(Number(process.env.BENCH_PROBE_PORT), '127.0.0.1').unref();
