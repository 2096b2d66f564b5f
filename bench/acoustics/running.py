"""A run of 20 s as the web request does it: measured, its speed checked, judged. Prints JSON."""

import io
import json
import time
from datetime import date

from bench.acoustics.clock import cpu, one_core
from bench.acoustics.inputs import PIECE
from sentra.engines import acoustics
from sentra.engines.acoustics import EngineModel, Geometry, Procedure, SpeedBand, synthetic

TIMES = 5


def main() -> None:
    one_core()
    calibration = acoustics.calibrate(io.BytesIO(synthetic.written(synthetic.calibrator_take(1))))
    background = acoustics.analyse(io.BytesIO(synthetic.written(synthetic.background_take(2))), calibration)
    recorded = synthetic.written(synthetic.stationary_run(20_000, course=PIECE))
    procedure = Procedure("bench", "1", "L_stationary", (SpeedBand(None, share=0.5),))
    analysed, judged, wall = [], [], []
    for _ in range(TIMES):
        started = cpu()
        acoustics.analyse(io.BytesIO(recorded), calibration)
        analysed.append(cpu() - started)
        started, at = cpu(), time.perf_counter()
        found = acoustics.evaluate_run(
            io.BytesIO(recorded),
            calibration,
            procedure,
            vehicle="V",
            item="M",
            model=EngineModel(4, 1),
            rated_rpm=9000,
            tachometer_rpm=4500,
            geometry=Geometry(0.5, 45, 0.4),
            wind_m_s=1.0,
            tested_on=date(2026, 1, 1),
            certificates=[],
            background=background,
        )
        judged.append(cpu() - started)
        wall.append(time.perf_counter() - at)
    told = {"analysed": min(analysed), "judged": min(judged), "wall": min(wall), "valid": found.valid}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
