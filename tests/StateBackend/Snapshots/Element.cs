using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>An element of a state that a test keeps; bytes in hexadecimal digits.</summary>
internal sealed record Element(int State, int Group, string Key, string Value, string Namespace = "", string MapKey = "", long? LastTouch = null)
{
    public static Element Of(int state, in StateElement element) => new(
        state,
        element.KeyGroup,
        Convert.ToHexString(element.Key),
        Convert.ToHexString(element.Value),
        Convert.ToHexString(element.Namespace),
        Convert.ToHexString(element.MapKey),
        element.LastTouch);

    public void WriteTo(IStateWriter writer) => writer.Write(State, new StateElement
    {
        KeyGroup = Group,
        Key = Convert.FromHexString(Key),
        Namespace = Convert.FromHexString(Namespace),
        MapKey = Convert.FromHexString(MapKey),
        Value = Convert.FromHexString(Value),
        LastTouch = LastTouch,
    });
}
