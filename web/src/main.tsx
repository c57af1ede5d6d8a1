import { render } from 'preact'
import { App } from './app.tsx'
import './styles/base.css'
import './styles/layout.css'
import './styles/ask.css'
import './styles/exchange.css'
import './styles/conversations.css'
import './styles/trace.css'
import './styles/reading.css'
import './styles/documents.css'
import './styles/health.css'
import './styles/icons.css'

render(<App />, document.getElementById('app')!)
