/// The template of the page that links all pages.
enum IndexTemplate {
    static let index = """
        \(PageTemplate.start)
        <header>
        {{#home}}<nav aria-label="Pages"><a href="{{home}}">All sizes</a></nav>{{/home}}
        <h1>{{title}}</h1>
        <p>What was asked, what was claimed, and what came out. Effects are the first side minus the second, or the first against a constant. Each experiment's name leads to its page.</p>
        </header>
        <main>
        {{#hasQuestions}}
        <section aria-labelledby="answers">
        <h2 id="answers">The answers in short</h2>
        {{#questions}}
        <div class="scroll" tabindex="0" role="region" aria-label="{{question}}">
        <table class="verdicts">
        <caption><span>{{question}}</span></caption>
        <thead><tr><th scope="col">claim</th><th scope="col">verdict</th><th scope="col">effect (95 % interval)</th><th scope="col">seeds</th><th scope="col">page</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row" class="words">{{claim}}</th><td class="verdict {{kind}}">{{mark}} {{verdict}}</td><td class="effect">{{#effects}}<div>{{.}}</div>{{/effects}}{{#quantity}}<span class="quiet">{{quantity}}</span>{{/quantity}}</td><td>{{seeds}}</td><td><a href="{{href}}">{{name}}</a></td></tr>
        {{/rows}}
        </tbody>
        </table>
        </div>
        {{/questions}}
        </section>
        {{/hasQuestions}}
        {{#sizes}}
        <section aria-labelledby="{{id}}">
        <h2 id="{{id}}">Size {{size}}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Claims and verdicts of size {{size}}">
        <table class="verdicts">
        <thead><tr><th scope="col">claim</th><th scope="col">verdict</th><th scope="col">effect (95 % interval)</th><th scope="col">seeds</th></tr></thead>
        {{#experiments}}
        <tbody>
        <tr><th scope="rowgroup" colspan="4" class="experiment"><a href="{{href}}">{{name}}</a>{{#question}}<span class="quiet">{{question}}</span>{{/question}}{{#preliminary}}<span class="quiet">{{preliminary}}</span>{{/preliminary}}</th></tr>
        {{#rows}}
        <tr><th scope="row" class="words">{{claim}}</th><td class="verdict {{kind}}">{{mark}} {{verdict}}</td><td class="effect">{{#effects}}<div>{{.}}</div>{{/effects}}</td><td>{{seeds}}</td></tr>
        {{/rows}}
        {{#without}}
        <tr><td colspan="4" class="quiet">{{without}}</td></tr>
        {{/without}}
        </tbody>
        {{/experiments}}
        </table>
        </div>
        </section>
        {{/sizes}}
        {{#hasFaults}}
        <section aria-labelledby="faults">
        <h2 id="faults">Not shown</h2>
        <ul class="facts">{{#faults}}<li>{{.}}</li>{{/faults}}</ul>
        </section>
        {{/hasFaults}}
        </main>
        \(PageTemplate.end)

        """
}
