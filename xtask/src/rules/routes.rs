//! Every page is looked at: each route that answers a GET stands in the list that axe, the sideways
//! scroll test and the pictures follow, or beside it with the test that tries it.

use super::Finding;
use super::files::SourceFile;

const LIST: &str = "tests/browser/pages.mjs";

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    let Some(list) = files.iter().find(|file| file.path == LIST) else {
        return;
    };
    for file in files {
        if file.rust.is_none() || file.is_test() || !file.path.starts_with("crates/renew/src/") {
            continue;
        }
        for (line, route) in pages(file) {
            let listed = list.text.contains(&format!("route: '{route}'"));
            if !listed && !elsewhere(&list.text).any(|(_, known, _)| known == route) {
                findings.push(Finding::error(
                    &file.path,
                    line,
                    "every page is looked at",
                    format!(
                        "`{route}` isn't in {LIST}, so no test has seen it in a browser. Add a \
                         line to PAGES, or to NOT_HERE with the test that tries it."
                    ),
                ));
            }
        }
    }
    for (line, route, test) in elsewhere(&list.text) {
        let tries = files
            .iter()
            .any(|file| file.path == test && file.text.contains(fixed_part(route)));
        if !tries {
            findings.push(Finding::error(
                LIST,
                line,
                "every page is looked at",
                format!(
                    "`{route}` is said to be tried in `{test}`, which doesn't name it. Name the \
                     file that does."
                ),
            ));
        }
    }
}

/// The pairs of NOT_HERE, and where they stand: `['/route', 'file of the test']`.
fn elsewhere(list: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    list.lines().enumerate().filter_map(|(n, line)| {
        let (route, rest) = line.trim().strip_prefix("['")?.split_once("', '")?;
        let (test, _) = rest.split_once('\'')?;
        route.starts_with('/').then_some((n + 1, route, test))
    })
}

/// What of a route stands in every address of it: the end after its last hole, or what comes
/// before the first.
fn fixed_part(route: &str) -> &str {
    match route.rsplit_once('}') {
        Some((_, "")) => route.split('{').next().unwrap_or(route),
        Some((_, end)) => end,
        None => route,
    }
}

/// Routes that answer a GET, and where they stand.
fn pages(file: &SourceFile) -> Vec<(usize, String)> {
    let Some(rust) = &file.rust else {
        return Vec::new();
    };
    let starts: Vec<usize> = rust
        .code
        .match_indices(".route(")
        .map(|(at, _)| at)
        .collect();
    let line_of = |at: usize| rust.code[..at].matches('\n').count() + 1;
    starts
        .iter()
        .enumerate()
        .filter_map(|(n, at)| {
            // A long route goes on in the next lines; it ends with the next one, or the statement.
            let end = starts.get(n + 1).copied().unwrap_or(rust.code.len());
            let call = rust.code[*at..end].split(';').next()?;
            let answers = call.contains("get(") || call.contains("any(");
            let line = line_of(*at);
            // Literals are kept in order: several routes on one line name theirs one by one.
            let before = starts[..n].iter().filter(|other| line_of(**other) == line);
            let literal = rust
                .literals
                .iter()
                .filter(|l| l.line >= line && l.text.starts_with('/'))
                .nth(before.count())?;
            answers.then(|| (line, literal.text.clone()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::rules_broken;

    const RULE: &str = "every page is looked at";

    fn with(routes: &str) -> Vec<&'static str> {
        let list = "{ route: '/today' }, { route: '/groups/{id}' }";
        rules_broken(&[(super::LIST, list), ("crates/renew/src/a/pages.rs", routes)])
    }

    #[test]
    fn a_page_elsewhere_names_the_test_that_tries_it() {
        let with = |list: &str, test: &str| {
            rules_broken(&[
                (super::LIST, list),
                (
                    "crates/renew/src/a/pages.rs",
                    ".route(\"/a/{id}/b\", get(one))",
                ),
                ("tests/browser/a.test.mjs", test),
            ])
        };
        let list = "  ['/a/{id}/b', 'tests/browser/a.test.mjs'], // why";
        assert!(with(list, "page.goto(`/a/${id}/b`)").is_empty());
        assert_eq!(with(list, "page.goto('/c')"), [RULE]);
        assert_eq!(
            with("  ['/a/{id}/b', 'tests/browser/b.test.mjs'],", "/b"),
            [RULE]
        );
        assert_eq!(with("'/a/{id}/b', // tried somewhere", "/b"), [RULE]);
    }

    #[test]
    fn a_page_that_nobody_looks_at_is_found() {
        assert_eq!(with("Router::new()\n.route(\"/new\", get(new))\n"), [RULE]);
        assert_eq!(
            with("Router::new()\n.route(\n\"/new\",\npost(x).get(new),\n)\n"),
            [RULE]
        );
        assert_eq!(
            with(".route(\"/today\", get(a))\n.route(\"/b\", get(b))\n.route(\"/c\", get(c))"),
            [RULE; 2]
        );
        assert_eq!(
            with(".route(\"/today\", get(a)).route(\"/b\", post(b)).route(\"/c\", get(c))"),
            [RULE]
        );
    }

    #[test]
    fn a_page_on_the_list_and_a_form_alone_are_fine() {
        let routes = ".route(\"/today\", get(today))\n.route(\"/groups/{id}\", get(one).post(b))\n\
                      .route(\"/new\", post(new))\n.route(\"/x\", delete(y));";
        assert!(with(routes).is_empty());
    }
}
