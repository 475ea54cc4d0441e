using System.Buffers;
using System.Globalization;
using System.Text;

namespace FlowActors.Examples.Nexmark;

/// <summary>Writes one row after the other as a line of UTF-8: the columns joined by commas, null as nothing. For one thread.</summary>
internal sealed class RowWriter
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _isFirst = true;

    /// <summary>Writes a whole number; timestamps are ms since the epoch.</summary>
    public RowWriter Column(long value) => Append(value, default);

    /// <summary>Writes an amount with three digits after the point.</summary>
    public RowWriter Column(Euros value) => Append(value, default);

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    public RowWriter Column(DateOnly value) => Append(value, "O");

    /// <summary>Writes a text as it is.</summary>
    public RowWriter Column(string? value)
    {
        Separate();
        Encoding.UTF8.GetBytes(value, _line);
        return this;
    }

    /// <summary>The line of a row, ended by a line feed.</summary>
    public byte[] Line<TRow>(TRow row)
        where TRow : INexmarkRow
    {
        _line.ResetWrittenCount();
        _isFirst = true;
        row.WriteTo(this);
        Append((byte)'\n');
        return _line.WrittenSpan.ToArray();
    }

    private RowWriter Append<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        const int LongestValue = 32;
        Separate();
        value.TryFormat(_line.GetSpan(LongestValue), out var written, format, CultureInfo.InvariantCulture);
        _line.Advance(written);
        return this;
    }

    private void Separate()
    {
        if (!_isFirst) Append((byte)',');
        _isFirst = false;
    }

    private void Append(byte value)
    {
        _line.GetSpan(1)[0] = value;
        _line.Advance(1);
    }
}
