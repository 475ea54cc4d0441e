using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Tests.Hocon;

/// <summary>A text, read and resolved; the environment is the test's own.</summary>
internal sealed class Resolved(string text, string folder = "", params (string Name, string Value)[] environment)
{
    public HoconSection Root { get; } = new HoconResolver(
        HoconParser.Parse(text, new HoconSource("the test", folder, HoconPath.Root, [])),
        name => environment.Where(v => v.Name == name).Select(v => v.Value).SingleOrDefault()).Resolve();

    /// <summary>The value at a path without quotes; null for none.</summary>
    public string? this[string path] => Show(Root.Find(path.Split('.')));

    public static string? Show(HoconValue? value) => value switch
    {
        null => null,
        HoconText text => text.Text,
        HoconList list => $"[{string.Join(",", list.Items.Select(Show))}]",
        HoconSection section => $"{{{string.Join(",", section.Values.Select(v => $"{v.Key}={Show(v.Value)}"))}}}",
        _ => throw new InvalidOperationException(value.GetType().Name),
    };

    public static JobValidationException Refused(string text, params (string Name, string Value)[] environment) =>
        Assert.Throws<JobValidationException>(() => new Resolved(text, "", environment));
}
