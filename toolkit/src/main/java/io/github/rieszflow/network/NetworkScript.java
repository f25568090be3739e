package io.github.rieszflow.network;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What every network has: views into the one tensor of all weights, and the network applied with them. */
final class NetworkScript {
    private static final String APPLY = """
            def apply(self, w: Tensor, b: List[Tensor]) -> Tensor:
              return torch.contiguous((self).net((self).views(w, ), b, ))
            """;

    private NetworkScript() {}

    static String of(List<Slot> slots) {
        StringBuilder views = new StringBuilder("def views(self, w: Tensor) -> List[Tensor]:\n");
        views.append("  p = annotate(List[Tensor], [])\n");
        int at = 0;
        for (int s = 0; s < slots.size(); s++) {
            Slot slot = slots.get(s);
            String shape = slot.shape().stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
            views.append(String.format(
                    Locale.ROOT, "  v%d = torch.view(torch.narrow(w, 0, %d, %d), %s)\n", s, at, slot.size(), shape));
            views.append(String.format(
                    Locale.ROOT, "  _%d = torch.append(p, torch.requires_grad_(torch.detach(v%d), True))\n", s, s));
            at += slot.size();
        }
        return views + "  return p\n" + APPLY;
    }
}
