export default function MissionPage() { return null; }
