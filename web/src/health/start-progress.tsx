import type { Readiness } from '../api/types.ts'

/** While the folders given at start are read. */
export const StartProgress = ({ readiness: { message, progress } }: { readiness: Readiness }) => (
  <div class="start-progress">
    <p>
      Starting: {message}
      {progress && `, ${progress.done.toLocaleString('en')}${progress.total === null ? '' : ` of ${progress.total.toLocaleString('en')}`} files`}. What is read
      already can be asked.
    </p>
    <progress aria-label="Reading documents" {...(progress?.total ? { value: progress.done, max: progress.total } : {})} />
  </div>
)
