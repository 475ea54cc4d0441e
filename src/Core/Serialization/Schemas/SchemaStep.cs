using System.Diagnostics;

namespace FlowActors.Serialization;

/// <summary>Turns the bytes of one value under a written schema into its bytes under the current one.</summary>
internal abstract class SchemaStep
{
    public abstract void Run(ref ByteReader reader, ByteWriter writer);
}

internal sealed class CopyFixedStep(int size) : SchemaStep
{
    public override void Run(ref ByteReader reader, ByteWriter writer) => writer.WriteBytes(reader.ReadBytes(size));
}

internal sealed class CopyTextStep : SchemaStep
{
    public override void Run(ref ByteReader reader, ByteWriter writer)
    {
        var length = reader.ReadVarUInt32();
        writer.WriteVarUInt32(length);
        if (length > 0) writer.WriteBytes(reader.ReadBytes((int)(length - 1)));
    }
}

/// <summary>Copies what a registered serializer reads.</summary>
internal sealed class CopyCustomStep(TypeSerializer serializer) : SchemaStep
{
    public override void Run(ref ByteReader reader, ByteWriter writer)
    {
        var start = reader;
        serializer.Skip(ref reader);
        writer.WriteBytes(start.ReadBytes(reader.Position - start.Position));
    }
}

/// <summary>Stands where values cannot be read, in a match that nobody runs.</summary>
internal sealed class UnreadableStep : SchemaStep
{
    public override void Run(ref ByteReader reader, ByteWriter writer) => throw new UnreachableException("A match with refused changes was run.");
}

/// <summary>A number of a wider type, or a value that has become nullable.</summary>
internal sealed class WidenStep(NumberWidening widening) : SchemaStep
{
    public override void Run(ref ByteReader reader, ByteWriter writer) => widening.Convert(ref reader, writer);
}

internal sealed class WrapStep(SchemaStep inner) : SchemaStep
{
    public override void Run(ref ByteReader reader, ByteWriter writer)
    {
        writer.WriteByte(1);
        inner.Run(ref reader, writer);
    }
}

/// <summary>A mark for null or not, then the value.</summary>
internal sealed class MarkedStep(SchemaStep inner) : SchemaStep
{
    public override void Run(ref ByteReader reader, ByteWriter writer)
    {
        var present = reader.ReadBool();
        writer.WriteBool(present);
        if (present) inner.Run(ref reader, writer);
    }
}

/// <summary>A count, perhaps a comparer, then for each element all the steps.</summary>
internal sealed class RepeatStep(bool compared, SchemaStep[] steps) : SchemaStep
{
    public override void Run(ref ByteReader reader, ByteWriter writer)
    {
        var count = reader.ReadCount();
        writer.WriteCount(count < 0 ? null : count);
        if (count >= 0 && compared) writer.WriteByte(reader.ReadByte());
        for (var i = 0; i < count; i++)
        {
            foreach (var step in steps) step.Run(ref reader, writer);
        }
    }
}

/// <summary>The index of the subtype, which may have moved, then its value.</summary>
internal sealed class UnionStep(SchemaStep[] cases, int[] indexes, string typeName) : SchemaStep
{
    public override void Run(ref ByteReader reader, ByteWriter writer)
    {
        var index = (long)reader.ReadVarUInt32() - 1;
        if (index >= cases.Length) throw reader.Corrupt($"{typeName} had {cases.Length} subtypes, and there is no number {index}");
        if (index < 0)
        {
            writer.WriteByte(0);
            return;
        }

        writer.WriteVarUInt32((uint)indexes[index] + 1);
        cases[index].Run(ref reader, writer);
    }
}

/// <summary>Stands for the step of a type within that type.</summary>
internal sealed class DeferredStep : SchemaStep
{
    public SchemaStep? Target { get; set; }

    public override void Run(ref ByteReader reader, ByteWriter writer)
    {
        if (!reader.TryEnter()) throw DepthLimit.Exceeded(typeof(TypeSchema));
        Target!.Run(ref reader, writer);
        reader.Leave();
    }
}
