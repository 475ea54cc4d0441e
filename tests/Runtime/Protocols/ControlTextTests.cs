using System.Text.Json;
using CsCheck;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Tests.Protocols;

public sealed class ControlTextTests
{
    private static readonly string[] Pieces = ["a", "ä", "語", "😀", "\"", "\n", "\ud800"];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char.Array[0, 400].Select(c => new string(c)),
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 400].Select(parts => string.Concat(parts)));

    [Fact]
    public void Bytes_are_those_of_the_text_in_a_message() =>
        Seeded.Check(Texts, text => Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(text).Length - 2, ControlText.Bytes(text)));

    [Fact]
    public void A_text_that_fits_stays_and_another_is_cut_to_what_fits() => Seeded.Check(
        Gen.Select(Texts, Gen.Int[100, 1000]),
        c =>
        {
            var (text, max) = c;
            var cut = ControlText.Cut(text, max);
            if (ControlText.Bytes(text) <= max)
            {
                Assert.Same(text, cut);
                return;
            }

            var ending = cut.LastIndexOf("... (", StringComparison.Ordinal);
            Assert.StartsWith(cut[..ending], text, StringComparison.Ordinal);
            Assert.EndsWith($"... ({text.Length - ending} more characters)", cut, StringComparison.Ordinal);
            Assert.InRange(ControlText.Bytes(cut), max - 64 - 12, max);
            Assert.Same(cut, ControlText.Cut(cut, max));
        });
}
