"""Verbs that say what a thing does, and what somebody did: written out, so that a noun is never taken for one."""

from __future__ import annotations

from pipeline.enrich.labels import vocabulary

DOING = sorted(
    vocabulary(
        "abolishes absorbs acquires addresses advises allocates appoints arises_from belongs_to carries "
        "comes_from classifies combines comprises connects consists_of constitutes contains converts covers "
        "creates deals_with defines denotes depends_on derives describes determines divides eliminates "
        "empowers enables encourages ensures establishes examines excretes explains expresses extends "
        "generates gives_rise_to governs guarantees implies imposes improves includes indicates inhibits "
        "involves leads_to maintains manages means minimizes monitors occupies occurs_in originates_from "
        "perceives performs permits prescribes prevents produces prohibits promotes protects provides "
        "publishes purifies reads_out receives recommends recycles reduces refers_to reflects regulates "
        "removes replaces represents requires restricts results_in secretes separates shows signifies "
        "specifies stimulates stresses strengthens suggests supervises symbolizes synthesizes transmits "
        "transports validates verifies"
    )
)
ALSO_DOING = sorted(
    vocabulary(
        "accepts analyses applies argues assigns assumes attracts avoids binds captures causes "
        "collects compares compiles computes confers considers constrains consumes contributes_to controls "
        "corresponds_to decides declares decreases delivers destroys detects displays discusses distinguishes "
        "distributes emits emphasises emphasizes employs encodes enhances envisages equals evaluates executes "
        "exhibits exposes facilitates fills forbids handles hides identifies "
        "ignores illustrates implements increases inherits innervates introduces kills lacks lies_in "
        "lives_in lowers maximizes minimises modifies obtains offers opposes "
        "optimizes organises overrides owns points_to possesses precedes predicts presents preserves proposes "
        "quantifies reacts_with recognises recognizes rejects relates_to relies_on renders resembles "
        "resides_in resolves responds_to retains returns reveals satisfies seeks selects serves_as shares "
        "simplifies solves stores strips supports transforms translates undergoes "
        "uses"
    )
)
"""Some of these are nouns as well: what follows tells."""
DID = sorted(
    vocabulary(
        "abolished authored assassinated built coined commissioned composed conquered constructed convened created "
        "defeated designed developed discovered drafted established formulated founded headed inaugurated introduced "
        "invented issued launched led negotiated organised organized painted passed patronised pioneered popularised "
        "presided_over proposed published proved signed started translated won wrote"
    )
)
INSIDE = frozenset(v for v in (*DOING, *ALSO_DOING) if "_" not in v and v[-3:] not in ("ses", "ces")) | {
    "allows", "lets", "makes", "helps", "becomes", "goes", "comes", "gets", "says", "allow", "cannot",
}  # fmt: skip
"""A subject with one of these in it is a sentence of its own."""


def stem(verb: str) -> str:
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    return verb[:-2] if verb.endswith(("sses", "shes", "xes", "ches")) else verb[:-1]


def plural(verb: str) -> str:
    first, _, rest = verb.partition("_")
    return f"{stem(first)} {rest}".strip()


def either(verbs: list[str]) -> str:
    """A pattern for one of the verbs."""
    return "|".join(verb.replace("_", " ") for verb in verbs)
