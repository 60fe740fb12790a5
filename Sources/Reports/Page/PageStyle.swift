/// The look of all pages: readable on narrow screens, in print and on dark ones; wide tables and
/// figures scroll by themselves. Contrasts are those of WCAG AA.
enum PageStyle {
    static let css = """
        :root { --paper: #ffffff; --ink: #1b1f23; --quiet: #57606a;
          --line: #d0d7de; --band: #f3f5f7; --link: #0b5394; --supported: #1a6b2d;
          --contradicted: #a3161c; }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #14171a; --ink: #e6e8ea; --quiet: #a8b0b8; --line: #3d444b;
            --band: #1f2428; --link: #8ab8ff; --supported: #7fd894; --contradicted: #ff9c94; }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.55;
          font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
        header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 1rem; }
        footer { color: var(--quiet); padding-bottom: 2rem; font-size: .9rem; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: .5rem 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.3rem; margin: 2.2rem 0 .6rem; padding-top: .6rem;
          border-top: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 1.8rem 0 .4rem; max-width: 46rem; }
        p, li, dd { max-width: 46rem; overflow-wrap: anywhere; }
        .question { font-size: 1.1rem; }
        .preliminary { border-left: 4px solid var(--link); background: var(--band);
          padding: .5rem .9rem; }
        .quiet, figcaption, .note { color: var(--quiet); font-size: .92rem; }
        a { color: var(--link); }
        a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link);
          outline-offset: 2px; }
        .skip { position: absolute; left: -99rem; }
        .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .4rem .8rem; }
        .scroll { overflow-x: auto; max-width: 100%; margin: .8rem 0; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
        caption { text-align: left; font-weight: 600; padding: .2rem 0 .4rem; }
        caption span { display: inline-block; position: sticky; left: 0;
          max-width: min(100vw - 2rem, 60rem); }
        th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        td { text-align: right; white-space: nowrap; }
        th { text-align: left; }
        thead th { background: var(--band); vertical-align: bottom; }
        thead .entry { text-align: right; }
        .verdicts td, .settings thead th { text-align: left; }
        .verdicts .words { white-space: normal; min-width: 13rem; font-weight: 400; }
        .verdicts th.words { font-weight: 600; }
        .verdicts th .quiet { display: block; font-weight: 400; position: sticky; left: 0;
          max-width: min(100vw - 3rem, 60rem); }
        .verdicts td .quiet { display: block; white-space: normal; }
        .verdicts .experiment { padding-top: 1.2rem; font-size: 1.05rem; }
        .verdicts tbody th[scope="row"] { font-weight: 400; }
        .settings td { text-align: left; white-space: normal; overflow-wrap: anywhere; }
        .verdicts .verdict { white-space: normal; min-width: 9.5rem; }
        .verdicts .effect { white-space: normal; min-width: min(20rem, 45vw); }
        .supported { color: var(--supported); font-weight: 600; }
        .contradicted { color: var(--contradicted); font-weight: 600; }
        .tested { font-weight: 600; }
        figure { margin: 1rem 0; }
        .card { background: #ffffff; border: 1px solid var(--line); border-radius: 6px;
          padding: .4rem; }
        .card svg { display: block; width: 100%; height: auto; min-width: 34rem; }
        code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .88rem; }
        pre { background: var(--band); padding: .7rem .9rem; overflow-x: auto; border-radius: 6px; }
        pre code { display: block; white-space: pre; }
        .facts { overflow-wrap: anywhere; font-size: .92rem; }
        @media (max-width: 40rem) {
          header, main, footer { padding-left: .8rem; padding-right: .8rem; }
          h1 { font-size: 1.4rem; }
          th, td { padding: .3rem .45rem; }
          .verdicts .words { min-width: 9.5rem; }
          .verdicts .verdict { min-width: 7rem; }
        }
        @media print {
          :root { --paper: #ffffff; --ink: #000000; --quiet: #333333; --line: #999999;
            --band: #eeeeee; --link: #000000; --supported: #000000; --contradicted: #000000; }
          body { font-size: 10pt; }
          .skip, nav { display: none; }
          .scroll { overflow: visible; }
          table { font-size: 7.5pt; }
          td { white-space: normal; }
          td .quiet, th .quiet, .note, .facts, figcaption, code, pre, footer { font-size: inherit; }
          .card { border: 0; padding: 0; }
          .card svg { min-width: 0; }
          tr, figure, h2, h3 { break-inside: avoid; }
          h2, h3, caption { break-after: avoid; }
        }
        """
}
