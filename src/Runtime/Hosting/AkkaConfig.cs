using Akka.Configuration;
using Akka.Configuration.Hocon;
using FlowActors.Runtime.Hocon;
using AkkaValue = Akka.Configuration.Hocon.HoconValue;
using HoconValue = FlowActors.Runtime.Hocon.HoconValue;

namespace FlowActors.Runtime.Hosting;

/// <summary>A configuration on its way to Akka and, from what Akka ships, back.</summary>
internal static class AkkaConfig
{
    public static Config Of(HoconSection root) => new(new HoconRoot(Convert(root)));

    /// <summary>What Akka has parsed; of where it was written nothing is known.</summary>
    public static HoconSection Read(Config config) => Section(config.Root.GetObject());

    private static HoconSection Section(HoconObject section) => new(default, section.Items.ToDictionary(item => item.Key, item => Read(item.Value)));

    // An empty list is no array to Akka.
    private static HoconValue Read(AkkaValue value) => value switch
    {
        _ when value.IsObject() => Section(value.GetObject()),
        _ when value.Values.Any(v => v is HoconArray) => new HoconList(default, [.. value.GetArray().Select(Read)]),
        _ => new HoconText(default, value.GetString() ?? "", IsQuoted: true),
    };

    private static AkkaValue Convert(HoconValue value)
    {
        var converted = new AkkaValue();
        converted.AppendValue(value switch
        {
            HoconSection section => Section(section),
            HoconList list => List(list),
            HoconText text => new HoconLiteral { Value = text.Text },
            _ => throw new System.Diagnostics.UnreachableException($"Akka has no {value.GetType().Name}."),
        });
        return converted;
    }

    private static HoconObject Section(HoconSection section)
    {
        var converted = new HoconObject();
        foreach (var (key, value) in section.Values) converted.Items.Add(key, Convert(value));
        return converted;
    }

    private static HoconArray List(HoconList list)
    {
        var converted = new HoconArray();
        converted.AddRange(list.Items.Select(Convert));
        return converted;
    }
}
