import { render } from 'preact'
import { App } from './app.tsx'
import './styles/base.css'
import './styles/layout.css'
import './styles/ask.css'
import './styles/reading.css'
import './styles/documents.css'

render(<App />, document.getElementById('app')!)
