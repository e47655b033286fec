// What is done each time that the schedule says.

/** Your work. It may be called twice for one time, so that doing it again has to be harmless. */
export async function run() {
  // Your work.
}

/**
 * Make the task.
 * @param {object} parts
 * @param {object} parts.logger
 * @param {object} parts.metrics
 * @param {(time: string | undefined) => Promise<void>} [parts.work] What is done; `time` is when it was due.
 * @returns {(event: object, context?: object) => Promise<void>} The handler. It rejects where the work fails: Lambda
 *   tries it again then, and keeps the call in the end.
 */
export function createTask({ logger, metrics, work = run }) {
  return async function handler(event, context) {
    const log = logger.child({ request_id: context?.awsRequestId });
    try {
      await work(event?.time);
      log.info("done", { due: event?.time });
      metrics.put({ TasksDone: 1 });
    } catch (error) {
      log.error("not done", { due: event?.time, error });
      metrics.put({ TasksFailed: 1 });
      throw error;
    }
  };
}
