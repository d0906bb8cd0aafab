//! Every page is looked at: each route that answers a GET stands in the list that axe, the sideways
//! scroll test and the pictures follow.

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
            if !list.text.contains(&format!("'{route}'")) {
                findings.push(Finding::error(
                    &file.path,
                    line,
                    "every page is looked at",
                    format!(
                        "`{route}` isn't in {LIST}, so no test has seen it in a browser. Add a \
                         line to PAGES, or to NOT_HERE with the reason."
                    ),
                ));
            }
        }
    }
}

/// Routes that answer a GET, and where they stand.
fn pages(file: &SourceFile) -> Vec<(usize, String)> {
    let Some(rust) = &file.rust else {
        return Vec::new();
    };
    rust.lines()
        .filter_map(|(line, code)| {
            let at = code.find(".route(")?;
            // A long route goes on in the next lines; it ends with the next one, or the statement.
            let rest: String = rust
                .code
                .lines()
                .skip(line - 1)
                .collect::<Vec<_>>()
                .join("\n");
            let call = rest[at + 1..]
                .split([';'])
                .next()?
                .split(".route(")
                .next()?;
            let answers = call.contains("get(") || call.contains("any(");
            let literal = rust
                .literals
                .iter()
                .find(|l| l.line >= line && l.text.starts_with('/'))?;
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
    }

    #[test]
    fn a_page_on_the_list_and_a_form_alone_are_fine() {
        let routes = ".route(\"/today\", get(today))\n.route(\"/groups/{id}\", get(one).post(b))\n\
                      .route(\"/new\", post(new))\n.route(\"/x\", delete(y));";
        assert!(with(routes).is_empty());
    }
}
