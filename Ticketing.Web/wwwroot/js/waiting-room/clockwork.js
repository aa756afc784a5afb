// The worker of alarm.js.
addEventListener("message", ({ data }) => setTimeout(() => postMessage(data.alarm), data.milliseconds));
