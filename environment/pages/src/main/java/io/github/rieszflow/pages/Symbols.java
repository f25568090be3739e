package io.github.rieszflow.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The characters that TeX has names for. */
final class Symbols {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Letters and what stands like one. */
    static final Map<String, String> LETTERS = read("""
            alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
            nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ
            Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω ell ℓ partial ∂ nabla ∇ infty ∞ square □ dots … ldots … cdots ⋯ emptyset ∅
            hbar ℏ top ⊤ _ _ % % $ $""");

    /** Operators, relations, arrows and brackets. */
    static final Map<String, String> OPERATORS = read("""
            cdot ⋅ times × pm ± mp ∓ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ equiv ≡ propto ∝ to →
            rightarrow → leftarrow ← gets ← mapsto ↦ Rightarrow ⇒ iff ⇔ in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩
            setminus ∖ circ ∘ ast ∗ star ⋆ otimes ⊗ oplus ⊕ mid ∣ forall ∀ exists ∃ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋
            lceil ⌈ rceil ⌉ { { } } | ‖ # # & & colon : perp ⊥""");

    /** What grows in a display; integrals keep their limits at the side. */
    static final Map<String, String> LARGE =
            read("sum ∑ prod ∏ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁");

    private static final Map<Character, String> DOUBLE_STRUCK =
            Map.of('C', "ℂ", 'H', "ℍ", 'N', "ℕ", 'P', "ℙ", 'Q', "ℚ", 'R', "ℝ", 'Z', "ℤ");
    private static final Map<Character, String> SCRIPT =
            Map.of('B', "ℬ", 'E', "ℰ", 'F', "ℱ", 'H', "ℋ", 'I', "ℐ", 'L', "ℒ", 'M', "ℳ", 'R', "ℛ");
    private static final int FIRST_DOUBLE_STRUCK = 0x1D538;
    private static final int FIRST_SCRIPT = 0x1D49C;

    private Symbols() {}

    private static Map<String, String> read(String pairs) {
        List<String> words = SPACE.splitAsStream(pairs).toList();
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            map.put(words.get(i), words.get(i + 1));
        }
        return Map.copyOf(map);
    }

    /** A capital as it stands for a set of numbers or an expectation. */
    static String doubleStruck(char capital) {
        return styled(capital, DOUBLE_STRUCK, FIRST_DOUBLE_STRUCK);
    }

    /** A capital in handwriting. */
    static String script(char capital) {
        return styled(capital, SCRIPT, FIRST_SCRIPT);
    }

    /** Unicode has some of these letters from older days, and the rest in one block. */
    private static String styled(char capital, Map<Character, String> older, int first) {
        if (capital < 'A' || capital > 'Z') {
            throw new IllegalArgumentException(
                    "Expected a capital letter, received '" + capital + "'; only those have this style here.");
        }
        return older.getOrDefault(capital, Character.toString(first + capital - 'A'));
    }
}
