import { useEffect, useState } from 'preact/hooks'
import type { Exchange } from './exchange.ts'

/** What is going on, with the seconds where it takes many: a model on this machine may think for a while. */
export const Progress = ({ exchange: { phase, passages, text } }: { exchange: Exchange }) => {
  const seconds = useSeconds(phase === 'asking')
  if (phase === 'stopped') return <p class="progress">Stopped. {text ? 'What was verified until then stands above.' : ''}</p>
  if (phase !== 'asking') return null
  return (
    <p class="progress working">
      {!passages ? 'Looking through the documents' : text ? 'Verifying the next sentence' : 'Reading what was found'}
      {seconds >= 5 && <span aria-hidden="true">, {seconds} s</span>}
    </p>
  )
}

const useSeconds = (running: boolean): number => {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setSeconds((it) => it + 1), 1000)
    return () => clearInterval(timer)
  }, [running])
  return seconds
}
