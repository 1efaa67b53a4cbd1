import { render } from "preact";

render(<p>Onqueue</p>, document.body);
