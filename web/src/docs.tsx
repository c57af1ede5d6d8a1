import { render } from 'preact'
import { DocsPage } from './docs/docs-page.tsx'
import './styles/base.css'
import './styles/layout.css'
import './styles/icons.css'
import './styles/docs.css'

render(<DocsPage />, document.getElementById('app')!)
