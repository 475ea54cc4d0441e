using System.Text;
using CsCheck;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public class TextFileSourcePropertyTests
{
    private static readonly Gen<string> Piece = Gen.OneOf(
        "\n", "\r\n", "\r", "\n\n", "a", "word", "ä", "€", "\U0001F600", " ", "\uFEFF", "\0", "a longer piece of text, beyond a buffer");

    // Single bytes that are no UTF-8 on their own, among pieces that are.
    private static readonly Gen<byte[]> Text =
        Gen.OneOf(Piece.Select(Encoding.UTF8.GetBytes), Gen.Byte[128, 255].Select(b => new[] { b }), Piece.Select(Encoding.UTF8.GetBytes))
            .Array[0, 60].Select(pieces => pieces.SelectMany(p => p).ToArray())
            .Where(text => !BeginsWithAnotherMark(text));

    // Such a text is refused; TextEncodingTests has that.
    private static bool BeginsWithAnotherMark(byte[] text) => text is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0, 0, 0xFE, 0xFF, ..];

    [Fact]
    public async Task Lines_of_any_text_are_those_of_a_naive_reader_for_any_splits_buffers_and_subtasks()
    {
        using var folder = new TempFolder();
        var round = 0;
        await Seeded.CheckAsync(
            Gen.Select(Text.Array[1, 3], Gen.Int[1, 80], Gen.Int[1, 40], Gen.Int[2, 4], Gen.Int[1, 5]),
            async c =>
            {
                var (texts, splitBytes, bufferBytes, buffersMax, parallelism) = c;
                var name = $"{Interlocked.Increment(ref round)}";
                for (var i = 0; i < texts.Length; i++) folder.Write($"{name}/{i}.txt", texts[i]);
                var source = new TextFileSource(
                    [folder[name]],
                    new TextFileSettings { Encoding = Encoding.UTF8, SplitBytes = splitBytes, BufferBytes = bufferBytes, BuffersMax = buffersMax });

                var shares = await SourceHarness<string>.ReadAllAsync(source, parallelism);

                var expected = texts.SelectMany(NaiveLines.Of);
                if (parallelism == 1) Assert.Equal(expected, shares[0]);
                else Assert.Equal(expected.Order(StringComparer.Ordinal), shares.SelectMany(s => s).Order(StringComparer.Ordinal));
            },
            200);
    }
}
