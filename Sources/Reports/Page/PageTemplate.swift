import Mustache

/// The templates of a report's page. Two braces are escaped; three, for drawings and the style alone, are
/// not.
enum PageTemplate {
    /// The templates by the names of their parts, or what is wrong with one.
    static let library = Result {
        MustacheLibrary(templates: [
            "page": try MarkupText.template(page), "verdicts": try MarkupText.template(verdicts),
            "block": try MarkupText.template(block), "table": try MarkupText.template(table),
            "figure": try MarkupText.template(figure), "claim": try MarkupText.template(claim),
            "index": try MarkupText.template(IndexTemplate.index),
        ])
    }

    /// What tells our pages from those of others.
    static let generator = #"<meta name="generator" content="Presage"/>"#

    /// The start of every page, to the body. No page loads or runs anything.
    static let start = """
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
        \(generator)
        <meta name="color-scheme" content="light dark"/>
        <link rel="icon" href="data:,"/>
        <title>{{title}}</title>
        <style>
        {{{style}}}
        </style>
        </head>
        <body>
        """

    /// The end of every page.
    static let end = """
        <footer><p>Written by Presage.</p></footer>
        </body>
        </html>
        """

    private static let page = """
        \(start)
        <header>
        <a class="skip" href="#results">Skip to the results</a>
        {{#home}}<nav aria-label="Pages"><a href="{{home}}">All experiments</a></nav>{{/home}}
        <h1>{{title}}</h1>
        {{#question}}<p class="question">{{question}}</p>{{/question}}
        {{#preliminary}}<p class="preliminary">{{preliminary}}</p>{{/preliminary}}
        </header>
        <main>
        {{#verdicts}}{{> verdicts}}{{/verdicts}}
        {{#chapters}}
        <section aria-labelledby="{{id}}">
        <h2 id="{{id}}">{{heading}}</h2>
        {{#axes}}{{> table}}{{/axes}}
        {{#blocks}}{{> block}}{{/blocks}}
        </section>
        {{/chapters}}
        <section aria-labelledby="again">
        <h2 id="again">Where this came from, and how to make it again</h2>
        {{#origin}}<p>{{.}}</p>
        {{/origin}}
        {{#hasCommands}}<pre tabindex="0" role="region" aria-label="Commands">{{#commands}}<code>{{.}}</code>{{/commands}}</pre>{{/hasCommands}}
        {{#hasFiles}}<p>Beside this page:
        {{#files}}<a href="{{href}}">{{name}}</a>{{^last()}}, {{/last()}}{{/files}}.</p>{{/hasFiles}}
        </section>
        </main>
        \(end)

        """

    private static let verdicts = """
        <section aria-labelledby="verdicts">
        <h2 id="verdicts">Verdicts</h2>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="verdicts-caption">
        <table class="verdicts">
        <caption id="verdicts-caption"><span>Each claim, what came out, and what was compared{{soFar}}</span></caption>
        <thead><tr><th scope="col">claim</th><th scope="col">verdict</th><th scope="col">effect (95 % interval)</th><th scope="col">seeds</th><th scope="col">p, corrected</th><th scope="col">comparison</th></tr></thead>
        {{#claims}}
        <tbody>
        {{#rows}}
        <tr>{{#first()}}<th scope="rowgroup" rowspan="{{span}}" class="words"><a href="#{{anchor}}">{{identifier}}</a>: {{statement}}</th>{{/first()}}<td class="verdict {{kind}}">{{mark}} {{verdict}}</td><td>{{effect}}</td><td>{{seeds}}</td><td>{{p}}</td><td class="words">{{sentence}}</td></tr>
        {{/rows}}
        </tbody>
        {{/claims}}
        </table>
        </div>
        </section>

        """

    private static let block = """
        {{#prose}}{{#sentences}}<p>{{.}}</p>
        {{/sentences}}{{#remarks}}<p class="note">{{.}}</p>
        {{/remarks}}{{/prose}}{{#facts}}{{#before}}<p>{{.}}</p>
        {{/before}}{{#hasLines}}<ul class="facts">{{#lines}}<li>{{.}}</li>
        {{/lines}}</ul>{{/hasLines}}{{#after}}<p>{{.}}</p>
        {{/after}}{{/facts}}{{#table}}{{> table}}{{/table}}{{#figures}}{{> figure}}{{/figures}}{{#claim}}{{> claim}}{{/claim}}
        """

    private static let table = """
        <div class="scroll" tabindex="0" role="region" aria-label="{{label}}">
        <table{{#kind}} class="{{kind}}"{{/kind}}>
        {{#caption}}<caption><span>{{caption}}</span></caption>{{/caption}}
        <thead><tr>{{#keys}}<th scope="col">{{.}}</th>{{/keys}}{{#header}}<th scope="col" class="entry">{{.}}</th>{{/header}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr{{#tested}} class="tested"{{/tested}}>{{#names}}<th scope="row">{{.}}</th>{{/names}}{{#entries}}<td>{{.}}</td>{{/entries}}</tr>
        {{/rows}}
        </tbody>
        </table>
        </div>
        {{#legend}}<p class="note">{{letter}}: {{meaning}}</p>
        {{/legend}}{{#notes}}<p class="note">{{.}}</p>
        {{/notes}}{{#remarks}}<p class="note">{{.}}</p>
        {{/remarks}}
        """

    private static let figure = """
        {{#svg}}<figure><div class="card scroll" tabindex="0" role="region" aria-label="{{label}}">{{{svg}}}</div><figcaption>{{caption}} (<a href="{{href}}">{{name}}</a>)</figcaption></figure>
        {{/svg}}{{#instead}}<p class="note">{{instead}}</p>
        {{/instead}}
        """

    private static let claim = """
        <h3 id="{{anchor}}">Claim {{identifier}}: {{statement}}</h3>
        {{#parts}}{{#missing}}<p>{{missing}}</p>
        {{/missing}}{{#table}}{{> table}}<p class="{{verdict}}">{{conclusion}}</p>
        {{/table}}{{/parts}}
        """
}
