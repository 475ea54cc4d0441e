using CsCheck;
using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

/// <summary>Whatever members come, go, move and grow, at whatever depth: values say afterwards what they said before.</summary>
public sealed class RandomEvolutionTests
{
    [Fact]
    public void Values_of_a_changed_type_are_what_a_naive_telling_makes_of_them()
    {
        var changed = 0;
        Seeded.Check(Gen.Int, seed =>
        {
            var types = new RandomTypes(new Random(seed));
            var written = types.Type(4);
            var present = types.Changed(types.Changed(written));
            var match = SchemaMatcher.Match(TypeSchema.FromBytes(written.ToBytes()), present, _ => null);
            Assert.True(match.IsReadable, string.Join("; ", match.Changes));
            if (!match.IsIdentity) changed++;
            for (var i = 0; i < 5; i++)
            {
                var value = types.Value(written);
                var (old, expected, now) = (new ByteWriter(), new ByteWriter(), new ByteWriter());
                RandomTypes.Write(old, written, value);
                RandomTypes.Write(expected, present, value);
                old.WriteByte(77);
                var reader = new ByteReader(old.WrittenSpan);
                match.Step.Run(ref reader, now);
                Assert.Equal(1, reader.Remaining);
                Assert.Equal(expected.WrittenSpan.ToArray(), now.WrittenSpan.ToArray());
                if (match.IsIdentity) Assert.Equal(expected.WrittenSpan.ToArray(), old.WrittenSpan[..^1].ToArray());
            }
        });
        Assert.InRange(changed, 1_000, 2_000);
    }

    [Fact]
    public void The_way_back_is_refused_where_something_was_widened_and_never_throws_anything_else() => Seeded.Check(Gen.Int, seed =>
    {
        var types = new RandomTypes(new Random(seed));
        var written = types.Type(4);
        var present = types.Changed(written);
        var forth = SchemaMatcher.Match(written, present, _ => null);
        var back = SchemaMatcher.Match(present, written, _ => null);
        var isWidened = forth.Changes.Any(c => c.Kind == SchemaChangeKind.Widened);
        Assert.Equal(!isWidened, back.IsReadable);
        if (isWidened) Assert.Throws<SerializationException>(back.OrThrow);
    });
}
